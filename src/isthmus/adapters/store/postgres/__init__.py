"""The store on a PostgreSQL server: one schema per partition, writing units one after another."""
