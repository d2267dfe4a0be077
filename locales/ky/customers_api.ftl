## The API of customers: what its document prints

customers-phone-taken = Мындай телефон номери бар кардар мурунтан эле бар
customers-company-name-missing = Юридикалык жак үчүн компаниянын аталышын сөзсүз көрсөтүңүз
customers-unknown-phone = Кардар табылган жок
customers-insufficient = Каражат жетишсиз. Жеткиликтүү: { $available }
customers-payment-added = Төлөм ийгиликтүү кошулду
customers-charged = Эсептен алуу ийгиликтүү аткарылды
customers-group-name-taken = Мындай аталыштагы топ мурунтан эле бар
customers-individual = Жеке жак
customers-company = Юридикалык жак
customers-payment = Төлөм
customers-charge = Эсептен алуу
customers-bonus-accrual = Бонустарды кошуу
customers-bonus-redemption = Бонустарды алуу
customers-correction = Оңдоо
