## The API of sales: what its clients show beside a field

sales-phone-taken = Клиент с таким номером телефона уже есть.
sales-number-taken = Этот номер уже занят.
