## Ответы API: почему строка списка клиентов не принята

client-import-nobody = Нет ни кода клиента, ни телефона.
client-import-bad-code = client_code: это не код. В нём есть буквы или цифры, всего не больше 64 знаков; длинные числа сохраняйте в таблице как текст.
client-import-bad-phone = phone: это не номер телефона, который принимает магазин. Напишите его с плюсом и кодом страны, в таблице – как текст.
client-import-unclear-phone = phone: такой номер есть в нескольких странах. Напишите его с плюсом и кодом страны.
client-import-bad-email = email: это не адрес электронной почты.
client-import-long-name = Имя длиннее { $most } знаков.
client-import-repeated-code = Этот код уже был в одной из строк выше.
client-import-repeated-phone = Этот телефон уже был в одной из строк выше.
client-import-repeated-client = Об этом клиенте уже говорит одна из строк выше.
client-import-phone-of-another = Код принадлежит одному клиенту, а телефон – другому.
client-import-other-phone = У клиента с этим кодом другой телефон. Импорт не меняет телефон: по нему получают карту.
client-import-phone-from-chat = У клиента с этим кодом есть Telegram: свой телефон он сообщает боту сам.
client-import-other-code = У клиента с этим телефоном другой код: { $code }.
