## The history of points, and invoices
