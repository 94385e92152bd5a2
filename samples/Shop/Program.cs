// A shop with three products, simulated visitors, and an incident on request:
//   dotnet run --project samples/Shop -- --port 5080 --load 200 --incident-after 8 --seconds 60
// With --own-recorder true it records itself from POST /recorder/start to /recorder/stop.
using Contrail.Samples.Shop;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders().AddEventSourceLogger();
builder.Services.AddSingleton<Store>();
builder.Services.AddSingleton<Incident>();

WebApplication shop = builder.Build();
shop.MapShop();
if (shop.Configuration.GetValue("own-recorder", false))
{
    shop.MapOwnRecorder();
}

shop.Urls.Add($"http://127.0.0.1:{shop.Configuration["port"] ?? "0"}");
await shop.StartAsync();
string address = shop.Urls.First();
Console.WriteLine($"listening on {address}");

using CancellationTokenSource closing = new();
shop.Lifetime.ApplicationStopping.Register(closing.Cancel);
if (shop.Configuration.GetValue<double?>("seconds") is { } seconds)
{
    closing.CancelAfter(TimeSpan.FromSeconds(seconds));
}

Incident incident = shop.Services.GetRequiredService<Incident>();
Task visits = Visitors.VisitAsync(new Uri(address), shop.Configuration.GetValue("load", 0.0), closing.Token);
if (shop.Configuration.GetValue<double?>("incident-after") is { } quietSeconds)
{
    await Wait(TimeSpan.FromSeconds(quietSeconds));
    await (closing.IsCancellationRequested ? Task.CompletedTask : incident.HappenAsync());
}

await Wait(Timeout.InfiniteTimeSpan);
await visits;
await shop.StopAsync();

// Until then, or until the shop closes.
async Task Wait(TimeSpan time) =>
    await Task.Delay(time, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
