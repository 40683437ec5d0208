"""Ledgers as accounting programs export them to CSV and Excel: transactions and opening balances."""
