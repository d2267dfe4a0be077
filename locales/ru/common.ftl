## What every screen says

button-yes = Да
button-no = Нет
button-cancel = ✖️ Отмена
button-back = ↩️ Назад
button-confirm = ✅ Подтвердить
button-next = Следующие →
button-previous = ← Предыдущие
page = Стр. { $page } из { $pages }

language-name = Русский

cancelled = Хорошо, отменили. Ничего не изменилось.
nothing-to-cancel = Отменять нечего: сейчас ничего не начато.
interrupted-kept = 📝 Не закончено: <b>{ $what }</b>. Введённое хранится час.
interrupted-dropped = 🗑 Больше не хранится: { $what }. Ничего не изменилось.
button-go-on = ▶️ Продолжить
button-drop = 🗑 Не нужно
timed-out = Прошло много времени, поэтому начатое отменено. Ничего не изменилось, можно начать заново.
button-outdated = Эта кнопка устарела. Откройте раздел заново.
button-not-yours = Эта кнопка для другого человека.
unknown-command = Такой команды нет. Вот что я умею: /help
not-understood = Не получилось вас понять. Выберите кнопку внизу или откройте /help
text-and-buttons-only = Я понимаю только текст и кнопки. Напишите словами или выберите кнопку 👇
contact-not-wanted = Контакт здесь не подходит, поэтому он не записан. Жду ответ на этот вопрос:
text-too-long =
    Слишком длинно. Уложитесь, пожалуйста, в { $limit } { $limit ->
        [one] символ
        [few] символа
       *[many] символов
    }.
edited = Изменённые сообщения я не читаю. Отправьте, пожалуйста, новое.
only-in-private = Я отвечаю только в личном чате: здесь ваши баллы увидели бы все.
button-open-chat = Открыть чат
apology =
    Что-то сломалось на нашей стороне. Мы уже знаем об этом и разбираемся.

    Ничего не потерялось: баллы и покупки на месте. Попробуйте, пожалуйста, чуть позже.
owner-alarm =
    ⚠️ <b>Не получилось обработать сообщение</b>
    Обновление <code>{ $update }</code>; причина записана в журнале программы.

    Перед человеком мы извинились. Сообщение сохранено, остальные чаты работают.

## Words of the vocabulary

points-count =
    { $points } { $points-count ->
        [one] балл
        [few] балла
        [many] баллов
       *[other] балла
    }
wallet-main = Баллы
wallet-referral = Баллы за друзей
role-cashier = Кассир
role-manager = Менеджер
role-owner = Владелец

## Words that staff type in an invoice of one message

keyword-bonus = бонус
keyword-referral = друзья
keyword-all = все
keyword-debt = долг
