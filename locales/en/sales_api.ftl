## The API of sales: what its clients show beside a field

sales-phone-taken = A customer with this phone number already exists.
sales-number-taken = This number is already in use.
