"""From a förbund's ledger to its accounts: postings, their lines by params/kontoplan.yml, and the tables."""
