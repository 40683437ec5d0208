"""Person rows: who took part in what and when, and the tables that follow from them."""
