## The API of sales: what its clients show beside a field

sales-phone-taken = Bunday telefon raqamli mijoz allaqachon bor.
sales-number-taken = Bu raqam band.
