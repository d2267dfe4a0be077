## The API of sales: what its clients show beside a field

sales-phone-taken = Мындай телефон номери бар кардар мурунтан бар.
sales-number-taken = Бул номер бош эмес.
