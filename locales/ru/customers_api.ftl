## The API of customers: what its document prints

customers-phone-taken = Покупатель с таким номером телефона уже существует
customers-company-name-missing = Для юридического лица обязательно укажите название компании
customers-unknown-phone = Покупатель не найден
customers-insufficient = Недостаточно средств. Доступно: { $available }
customers-payment-added = Платёж успешно добавлен
customers-charged = Списание выполнено успешно
customers-group-name-taken = Группа с таким названием уже существует
customers-individual = Физическое лицо
customers-company = Юридическое лицо
customers-payment = Платёж
customers-charge = Списание
customers-bonus-accrual = Начисление бонусов
customers-bonus-redemption = Списание бонусов
customers-correction = Корректировка
