## The API of customers: what its document prints

customers-phone-taken = Bunday telefon raqamli xaridor allaqachon mavjud
customers-company-name-missing = Yuridik shaxs uchun kompaniya nomini albatta ko‘rsating
customers-unknown-phone = Xaridor topilmadi
customers-insufficient = Mablag‘ yetarli emas. Mavjud: { $available }
customers-payment-added = To‘lov muvaffaqiyatli qo‘shildi
customers-charged = Yechib olish muvaffaqiyatli bajarildi
customers-group-name-taken = Bunday nomli guruh allaqachon mavjud
customers-individual = Jismoniy shaxs
customers-company = Yuridik shaxs
customers-payment = To‘lov
customers-charge = Yechib olish
customers-bonus-accrual = Bonuslarni qo‘shish
customers-bonus-redemption = Bonuslarni yechish
customers-correction = Tuzatish
