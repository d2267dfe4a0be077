## Статусы многих посылок сразу: списком или файлом

parcels-many-ask =
    📋 <b>Много посылок сразу</b>
    Вставьте номера: по одному в строке, через запятую или через пробел. Статус спрошу.
    Или сразу со статусом:
    <pre>RB123456789CN;прибыла</pre>
    Список подлиннее пришлите файлом CSV или TXT, до { $most } строк.
parcels-many-status-ask = Номеров: <b>{ $count }</b>. Какой статус им поставить?
parcels-many-continued = Добавлено в список: { $count }.
parcels-many-preview = 📋 <b>В списке: { $count }</b>
parcels-many-new-status = Новый статус: { $mark } <b>{ $status }</b>
parcels-many-will-change = ✅ Изменятся: <b>{ $count }</b>
parcels-many-of-status = • { $mark } { $status }: <b>{ $count }</b>
parcels-many-changed = ✅ <b>Изменено: { $count }</b>
parcels-many-nothing-changed = Менять нечего. Изменено: { $count }
parcels-many-unchanged = ➖ Уже с этим статусом: { $count }
parcels-many-twice = ➖ Повторы в списке: { $count }
parcels-many-unknown = ❓ Таких номеров нет: { $count }
parcels-many-backwards = ↩️ Против порядка, не изменятся: { $count }
parcels-many-repeated = 🔀 Дважды с разными статусами: { $count }
parcels-many-faults = ⚠️ Не прочитано строк: { $count }
parcels-many-confirm-ask = Пока ничего не изменилось. Клиенты узнают о новом статусе сразу после подтверждения.
button-parcels-many-confirm = ✅ Изменить: { $count }
parcels-many-preview-changed = Тем временем часть посылок изменилась. Проверьте ещё раз:
parcels-many-row = Строка { $row }, <code>{ $number }</code>: { $reason }
parcels-many-row-empty = Строка { $row }: { $reason }
parcels-many-more = … и ещё { $count }, они будут в отчёте
parcels-many-report = 📄 Что не изменилось и почему, по строкам.

parcels-many-column-row = Строка
parcels-many-column-number = Номер
parcels-many-column-reason = Почему не изменилось
parcels-many-reason-unchanged = уже с этим статусом
parcels-many-reason-unknown = такой посылки нет
parcels-many-reason-backwards = сейчас «{ $now }», новый статус против порядка
parcels-many-reason-twice = номер уже был выше
parcels-many-reason-repeated = номер уже был выше с другим статусом
parcels-many-reason-not-a-number = нет номера
parcels-many-reason-too-long = номер длиннее 64 символов
parcels-many-reason-rounded = таблица округлила номер, цифры потеряны: сделайте столбец текстовым и вставьте номера заново
parcels-many-reason-unknown-status = непонятный статус
parcels-many-reason-no-status = нет статуса

parcels-file-too-large = Файл слишком большой: читаю до { $megabytes } МБ. Разделите его на части.
parcels-file-of-spreadsheet =
    Это файл таблицы, а читаю я CSV.
    В Excel: «Файл» → «Сохранить как» → «CSV UTF-8». В Google Таблицах: «Файл» → «Скачать» → CSV.
parcels-file-unavailable = Telegram не отдал файл. Ничего не изменилось: отправьте его, пожалуйста, ещё раз.
parcels-file-empty = В файле нет ни одной строки с номером.
parcels-file-columns =
    Не вижу, где в файле номера и где статусы. Подпишите столбцы в первой строке:
    <pre>номер;статус
    RB123456789CN;прибыла</pre>
parcels-file-not-text = Это не текстовый файл. Сохраните таблицу как CSV и отправьте ещё раз.
parcels-file-bad-line = Не получилось прочитать файл со строки { $line }: проверьте там кавычки и разделители. Ничего не изменилось.
parcels-many-too-many = За один раз можно до { $most } номеров. Разделите список на части.
