## The API of sales: what its clients show beside a field

sales-phone-taken = Осындай телефон нөмірі бар клиент бұрыннан бар.
sales-number-taken = Бұл нөмір бос емес.
