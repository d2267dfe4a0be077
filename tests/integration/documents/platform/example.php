<?php
// Конфигурация
$apiBaseUrl = 'https://your-api-domain.com/api/v1';
$apiKey = 'tb_your_api_key_here';
$botId = 123;

// Получение трек-номеров клиента
function getTrackingNumbers($clientCode) {
  global $apiBaseUrl, $apiKey, $botId;
  
  $url = "$apiBaseUrl/tracking/$botId?client_code=" . urlencode($clientCode);
  
  $ch = curl_init($url);
  curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
  curl_setopt($ch, CURLOPT_HTTPHEADER, [
    "X-API-Key: $apiKey",
    "Content-Type: application/json"
  ]);
  
  $response = curl_exec($ch);
  $httpCode = curl_getinfo($ch, CURLINFO_HTTP_CODE);
  curl_close($ch);
  
  if ($httpCode !== 200) {
    throw new Exception("HTTP error! status: $httpCode");
  }
  
  return json_decode($response, true);
}

// Создание трек-номера
function createTrackingNumber($trackingData) {
  global $apiBaseUrl, $apiKey, $botId;
  
  $url = "$apiBaseUrl/tracking/$botId";
  
  $ch = curl_init($url);
  curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
  curl_setopt($ch, CURLOPT_POST, true);
  curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode($trackingData));
  curl_setopt($ch, CURLOPT_HTTPHEADER, [
    "X-API-Key: $apiKey",
    "Content-Type: application/json"
  ]);
  
  $response = curl_exec($ch);
  $httpCode = curl_getinfo($ch, CURLINFO_HTTP_CODE);
  curl_close($ch);
  
  if ($httpCode !== 200 && $httpCode !== 201) {
    throw new Exception("HTTP error! status: $httpCode");
  }
  
  return json_decode($response, true);
}
?>
