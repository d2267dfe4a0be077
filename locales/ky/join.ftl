## How a person comes in: the welcome, the promo code of a link, language and phone
