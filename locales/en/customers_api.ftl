## The API of customers: what its document prints

customers-phone-taken = A customer with this phone number already exists
customers-company-name-missing = The name of the company is required for a legal entity
customers-unknown-phone = Customer not found
customers-insufficient = Insufficient funds. Available: { $available }
customers-payment-added = The payment was added
customers-charged = The charge was made
customers-group-name-taken = A group with this name already exists
customers-individual = Individual
customers-company = Company
customers-payment = Payment
customers-charge = Charge
customers-bonus-accrual = Bonus accrual
customers-bonus-redemption = Bonus redemption
customers-correction = Correction
