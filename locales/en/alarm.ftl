## Owners: what they have to set right

alarm-clock-wrong =
    ⚠️ <b>The server’s clock is wrong</b>
    It shows { $shown }, but it is { $right }.

    Until it is set right, no points and no holds expire, no warnings are sent and nothing is deleted. Dates are taken from Telegram’s clock. Please set the server’s time.
alarm-clock-right = ✅ The server’s clock is right again. All that waited goes on.
alarm-webhook-taken =
    ⚠️ <b>Another program took the bot’s messages</b>
    It removed or replaced the webhook. We set it again.

    If this comes back, stop the other program or get a new token from @BotFather.
alarm-webhook-set =
    ⚠️ <b>Another program took the bot’s messages</b>
    It set a webhook. We removed it.

    If this comes back, stop the other program or get a new token from @BotFather.
alarm-other-poller =
    ⚠️ <b>Another program takes the bot’s messages</b>
    It gets some of what people write. Stop it or get a new token from @BotFather.
