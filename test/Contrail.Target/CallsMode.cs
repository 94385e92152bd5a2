namespace Contrail.Target;

/// <summary>Requests <c>--address</c> again and again, one request after the other, with a pause between two.</summary>
internal static class CallsMode
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static void Run(TargetOptions options)
    {
        Uri address = new(options.Text("address", ""));
        using HttpClient client = new();
        do
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            using HttpResponseMessage response = client.Send(request);
            response.EnsureSuccessStatusCode();
        }
        while (Lifetime.Pause(Between));
    }
}
