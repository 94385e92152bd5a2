namespace Contrail.Samples.Shop;

/// <summary>The shop's own flight recorder, started and stopped by requests: so its cost can be measured.</summary>
internal static class OwnRecorder
{
    public static void MapOwnRecorder(this WebApplication shop)
    {
        FlightRecorderOptions options = new() { Period = TimeSpan.FromSeconds(10), MaxBytes = 64 << 20 };
        FlightRecorder recorder = new(options);
        shop.Lifetime.ApplicationStopping.Register(recorder.Dispose);
        shop.MapPost("/recorder/start", recorder.Start);
        shop.MapPost("/recorder/stop", recorder.Stop);
        shop.MapPost("/recorder/snapshot", (HttpResponse answer) => recorder.WriteToAsync(answer.Body));
    }
}
