import requests

# Конфигурация
API_BASE_URL = 'https://your-api-domain.com/api/v1'
API_KEY = 'tb_your_api_key_here'
BOT_ID = 123

# Получение трек-номеров клиента
def get_tracking_numbers(client_code):
    url = f"{API_BASE_URL}/tracking/{BOT_ID}"
    headers = {
        'X-API-Key': API_KEY,
        'Content-Type': 'application/json'
    }
    params = {'client_code': client_code}
    
    response = requests.get(url, headers=headers, params=params)
    response.raise_for_status()
    
    data = response.json()
    return data['tracking_numbers']

# Создание трек-номера
def create_tracking_number(tracking_data):
    url = f"{API_BASE_URL}/tracking/{BOT_ID}"
    headers = {
        'X-API-Key': API_KEY,
        'Content-Type': 'application/json'
    }
    
    response = requests.post(url, headers=headers, json=tracking_data)
    response.raise_for_status()
    
    return response.json()
