## Staff: issuing an invoice
