//! Settings: valid values, invalid values that are refused in one line, and secrets that are never shown.

use kopilka::{
    config::{Config, Settings, ShopConfig},
    domain::{ShopId, TelegramId},
};

fn config(settings: &[(&str, &str)]) -> Result<Config, String> {
    let settings: Settings = settings.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    Config::from_settings(&settings).map_err(|error| error.to_string())
}

#[test]
fn every_setting_has_a_default() {
    for empty in [&[][..], &[("TELOXIDE_TOKEN", ""), ("OWNER_IDS", "  "), ("SHOP_TIMEZONE", ""), ("DATABASE_URL", "")]]
    {
        let config = config(empty).unwrap();
        assert_eq!(config.database.as_str(), "sqlite:kopilka.db");
        assert_eq!(config.api_url, "https://api.telegram.org");
        assert_eq!((config.timezone.name(), config.currency.as_str()), ("Asia/Almaty", "KZT"));
        assert_eq!((config.owners.as_slice(), config.send_per_second), (&[][..], 30));
        let missing = config.token().unwrap_err().to_string();
        assert!(missing.starts_with("TELOXIDE_TOKEN is not set"), "{missing}");
        assert_eq!((config.webhook_url, config.http.addr), (None, None));
    }
}

#[test]
fn http_is_on_where_an_address_or_a_webhook_is_set() {
    let webhook = ("WEBHOOK_URL", "https://bot.example.org/telegram");
    for (settings, expected) in [
        (&[("HTTP_ADDR", "0.0.0.0:80")][..], "0.0.0.0:80"),
        (&[webhook], "127.0.0.1:8080"),
        (&[webhook, ("HTTP_ADDR", "")], "127.0.0.1:8080"),
        (&[webhook, ("HTTP_ADDR", "[::1]:9000")], "[::1]:9000"),
    ] {
        assert_eq!(config(settings).unwrap().http.addr.unwrap().to_string(), expected, "{settings:?}");
    }
}

#[test]
fn settings_replace_the_defaults() {
    let config = config(&[
        ("TELOXIDE_TOKEN", " 123456789:AAE-x_9 "),
        ("TELOXIDE_API_URL", "http://127.0.0.1:8081"),
        ("DATABASE_URL", "postgres://anna:secret@db.example/shop"),
        ("OWNER_IDS", "1, 22 ,333,"),
        ("SHOP_TIMEZONE", "Asia/Bishkek"),
        ("SHOP_CURRENCY", "kgs"),
        ("WEBHOOK_URL", "https://bot.example.org:8443/telegram"),
        ("HTTP_ADDR", "[::1]:9000"),
        ("SEND_PER_SECOND", "5"),
    ])
    .unwrap();
    let token = config.token().unwrap();
    assert_eq!((token.as_str(), token.shop()), ("123456789:AAE-x_9", ShopId(123_456_789)));
    assert_eq!(config.api_url, "http://127.0.0.1:8081");
    assert_eq!(config.database.as_str(), "postgres://anna:secret@db.example/shop");
    assert_eq!(config.owners, [1, 22, 333].map(TelegramId));
    assert_eq!((config.timezone.name(), config.currency.as_str()), ("Asia/Bishkek", "KGS"));
    assert_eq!(config.send_per_second, 5);
    assert_eq!(config.webhook_url.unwrap().as_str(), "https://bot.example.org:8443/telegram");
    assert_eq!(config.http.addr.unwrap().to_string(), "[::1]:9000");
}

#[test]
fn a_wrong_setting_is_named() {
    let cases = [
        ("TELOXIDE_TOKEN", "hunter2"),
        ("TELOXIDE_TOKEN", "hunter2:123"),
        ("TELOXIDE_TOKEN", "0:hunter2"),
        ("TELOXIDE_TOKEN", "-5:hunter2"),
        ("TELOXIDE_TOKEN", "123:"),
        ("TELOXIDE_TOKEN", "123:hunter2 456:hunter2"),
        ("TELOXIDE_TOKEN", "99999999999999999999:hunter2"),
        ("TELOXIDE_API_URL", "api.telegram.org"),
        ("TELOXIDE_API_URL", "ftp://api.telegram.org"),
        ("DATABASE_URL", "kopilka.db"),
        ("DATABASE_URL", "sqlite:"),
        ("DATABASE_URL", "sqlite::memory:"),
        ("DATABASE_URL", "sqlite://kopilka.db?mode=memory"),
        ("DATABASE_URL", "mysql://root:hunter2@localhost/shop"),
        ("DATABASE_URL", "postgres:hunter2"),
        ("DATABASE_URL", "postgres://anna:hunter2@localhost:99999/shop"),
        ("DATABASE_URL", "postgres://anna:hunter2#y@localhost/shop"),
        ("DATABASE_URL", "postgres://anna:12#hunter2@localhost/shop"),
        ("DATABASE_URL", "postgres://anna:12/hunter2@localhost/shop"),
        ("DATABASE_URL", "postgres://anna:12?hunter2@localhost/shop"),
        ("OWNER_IDS", "anna"),
        ("OWNER_IDS", "1;2"),
        ("OWNER_IDS", "-1"),
        ("OWNER_IDS", "+1"),
        ("SHOP_TIMEZONE", "Mars/Olympus"),
        ("SHOP_TIMEZONE", "+05:00"),
        ("SHOP_CURRENCY", "тенге"),
        ("SHOP_CURRENCY", "XXQ"),
        ("WEBHOOK_URL", "bot.example.org/telegram"),
        ("WEBHOOK_URL", "mailto:anna@example.org"),
        ("WEBHOOK_URL", "https://bot.example.org/healthz"),
        ("WEBHOOK_URL", "https://bot.example.org/readyz"),
        ("WEBHOOK_URL", "http://bot.example.org/telegram"),
        ("WEBHOOK_URL", "ftp://bot.example.org/telegram"),
        ("WEBHOOK_URL", "https://anna@bot.example.org/telegram"),
        ("WEBHOOK_URL", "https://anna:hunter2@bot.example.org/telegram"),
        ("WEBHOOK_URL", "https://:hunter2@bot.example.org/telegram"),
        ("WEBHOOK_URL", "https://bot.example.org/telegram#hunter2"),
        ("WEBHOOK_URL", "https://bot.example.org/telegram#"),
        ("WEBHOOK_URL", "https://bot.example.org:8080/telegram"),
        ("HTTP_ADDR", "8080"),
        ("HTTP_ADDR", "example.org:80"),
        ("HTTP_TRUSTED_PROXIES", "proxy"),
        ("HTTP_CORS_ORIGINS", "*"),
        ("HTTP_CORS_ORIGINS", "shop.example"),
        ("HTTP_CORS_ORIGINS", "https://shop.example/page"),
        ("HTTP_CORS_ORIGINS", "https://anna@shop.example"),
        ("HTTP_CORS_ORIGINS", "file:///tmp"),
        ("HTTP_TOKEN_SECRET", "hunter2"),
        ("HTTP_METRICS_TOKEN", "hunter2"),
        ("SEND_PER_SECOND", "-1"),
        ("SEND_PER_SECOND", "many"),
        ("SEND_PER_SECOND", "1001"),
    ];
    for (name, value) in cases {
        let error = config(&[(name, value)]).unwrap_err();
        assert!(error.starts_with(name) && error.contains("must be"), "{value}: {error}");
        assert!(!error.contains('\n') && !error.contains("hunter2"), "{value}: {error}");
    }
}

#[test]
fn a_bot_api_server_of_ones_own_delivers_without_tls_and_to_every_port() {
    let own = ("TELOXIDE_API_URL", "http://127.0.0.1:8081");
    for url in ["http://127.0.0.1:8080/telegram", "https://bot.example.org:9443/telegram"] {
        assert_eq!(config(&[own, ("WEBHOOK_URL", url)]).unwrap().webhook_url.unwrap().as_str(), url);
    }
    for url in ["http://anna@127.0.0.1/telegram", "http://127.0.0.1/telegram#a", "http://127.0.0.1/healthz"] {
        let error = config(&[own, ("WEBHOOK_URL", url)]).unwrap_err();
        assert!(error.starts_with("WEBHOOK_URL must be"), "{error}");
    }
}

#[test]
fn secrets_are_not_in_debug_output() {
    let long = "hunter2".repeat(5);
    let config = config(&[
        ("TELOXIDE_TOKEN", "123456789:hunter2"),
        ("DATABASE_URL", "postgres://anna:hunter2@localhost/shop"),
        ("HTTP_TOKEN_SECRET", &long),
        ("HTTP_METRICS_TOKEN", &long),
    ]);
    let shown = format!("{:?} {:#?}", config, config);
    assert!(shown.contains("Token(123456789:…)") && !shown.contains("hunter2"), "{shown}");
}

/// The user would be read as the host, and the password as its port.
#[test]
fn a_sign_in_a_password_is_written_in_percent() {
    let url = |password: &str| format!("postgres://anna:{password}@localhost/shop");
    for password in ["1#2", "p#y", "1/2", "1?2"] {
        let error = config(&[("DATABASE_URL", &url(password))]).unwrap_err();
        assert!(error.contains("%23 for #") && !error.contains(password), "{error}");
    }
    for password in ["1%232", "p%23y", "1%2F2", "1%3F2", "p%40y", "p@y"] {
        assert_eq!(config(&[("DATABASE_URL", &url(password))]).unwrap().database.as_str(), url(password));
    }
    config(&[("DATABASE_URL", "postgresql:///shop?host=/run/postgresql&user=anna")]).unwrap();
}

#[test]
fn the_sandbox_takes_the_settings_of_the_shop() {
    let zone = chrono_tz::Europe::Berlin;
    let shop = |settings: &[(&str, &str)]| {
        let settings = settings.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        ShopConfig::from_settings(&settings, zone).map_err(|error| error.to_string())
    };
    // Whatever else is set.
    let uzbek = shop(&[("SHOP_CURRENCY", "UZS"), ("SHOP_PHONE_COUNTRIES", "UZ"), ("DATABASE_URL", "x")]).unwrap();
    assert_eq!((uzbek.currency.as_str(), uzbek.timezone), ("UZS", zone));
    assert_eq!(uzbek.phones.typed("90 123 45 67").len(), 1);
    assert_eq!(shop(&[]).unwrap().phones.typed("701 234 56 79").len(), 1, "the numbers of the sample");
    assert!(shop(&[("SHOP_CURRENCY", "X")]).unwrap_err().starts_with("SHOP_CURRENCY is"));
}

/// What a person can look up is what the program reads.
#[test]
fn every_setting_is_explained_and_in_the_table() {
    let read = |file: &str| std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let is_name = |text: &&str| text.contains('_') && text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let sorted = |names: Vec<&str>| {
        let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        names.sort();
        names.dedup();
        names
    };
    let code = ["src/config.rs", "src/config/http.rs", "src/config/settings.rs"].map(read).concat();
    let in_code = sorted(code.split('"').filter(is_name).collect());
    let example = read(".env.example");
    let lines = example.lines().filter_map(|line| Some(line.trim_start_matches('#').split_once('=')?.0));
    assert_eq!(sorted(lines.filter(is_name).collect()), in_code);
    let readme = read("README.md");
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    assert_eq!(sorted(rows.filter(is_name).collect()), in_code);
}

#[test]
fn a_file_may_be_called_memory() {
    assert_eq!(config(&[("DATABASE_URL", "sqlite:memory.db")]).unwrap().database.as_str(), "sqlite:memory.db");
}
