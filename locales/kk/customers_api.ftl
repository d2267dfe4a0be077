## The API of customers: what its document prints

customers-phone-taken = Мұндай телефон нөмірі бар сатып алушы бұрыннан бар
customers-company-name-missing = Заңды тұлға үшін компанияның атауын міндетті түрде көрсетіңіз
customers-unknown-phone = Сатып алушы табылмады
customers-insufficient = Қаражат жеткіліксіз. Қолжетімді: { $available }
customers-payment-added = Төлем сәтті қосылды
customers-charged = Есептен шығару сәтті орындалды
customers-group-name-taken = Мұндай атауы бар топ бұрыннан бар
customers-individual = Жеке тұлға
customers-company = Заңды тұлға
customers-payment = Төлем
customers-charge = Есептен шығару
customers-bonus-accrual = Бонустарды есептеу
customers-bonus-redemption = Бонустарды есептен шығару
customers-correction = Түзету
