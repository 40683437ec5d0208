"""What a new book begins with: params that explain themselves, and templates of everything that can be delivered."""
