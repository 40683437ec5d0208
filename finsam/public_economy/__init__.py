"""What support and work cost and give each payer, and what an evaluation assumes: params/samhallsekonomi.yml."""
