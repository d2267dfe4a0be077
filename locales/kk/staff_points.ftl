## Staff: points and debts by hand
