// Конфигурация
const API_BASE_URL = 'https://your-api-domain.com/api/v1';
const API_KEY = 'tb_your_api_key_here';
const BOT_ID = 123;

// Получение трек-номеров клиента
async function getTrackingNumbers(clientCode) {
  const response = await fetch(
    `${API_BASE_URL}/tracking/${BOT_ID}?client_code=${clientCode}`,
    {
      method: 'GET',
      headers: {
        'X-API-Key': API_KEY,
        'Content-Type': 'application/json'
      }
    }
  );
  
  if (!response.ok) {
    throw new Error(`HTTP error! status: ${response.status}`);
  }
  
  const data = await response.json();
  return data.tracking_numbers;
}

// Создание трек-номера
async function createTrackingNumber(trackingData) {
  const response = await fetch(
    `${API_BASE_URL}/tracking/${BOT_ID}`,
    {
      method: 'POST',
      headers: {
        'X-API-Key': API_KEY,
        'Content-Type': 'application/json'
      },
      body: JSON.stringify(trackingData)
    }
  );
  
  if (!response.ok) {
    const error = await response.json();
    throw new Error(error.detail || `HTTP error! status: ${response.status}`);
  }
  
  return await response.json();
}
