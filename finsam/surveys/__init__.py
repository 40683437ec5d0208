"""Answers of surveys: scales, questions and the national indicators, and one row for each answer."""
