namespace Contrail.Benchmarks.Sampling;

/// <summary>
/// Keeps a web service at its full rate: each connection sends the next request when the last one is answered.
/// </summary>
internal sealed class ServiceLoad : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly CancellationTokenSource _end = new();
    private readonly Task[] _connections;
    private long _answered;

    /// <summary>Begins.</summary>
    /// <param name="address">What is requested.</param>
    /// <param name="connections">How many requests are in flight.</param>
    public ServiceLoad(Uri address, int connections) =>
        _connections = [.. Enumerable.Range(0, connections).Select(_ => Task.Run(() => RequestAsync(address)))];

    /// <summary>How many requests were answered with success.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Throws what ended a connection.</summary>
    public void Check() =>
        Array.ForEach(_connections, connection => connection.Exception?.Handle(static _ => false));

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        Task.WhenAll(_connections).ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _client.Dispose();
        _end.Dispose();
    }

    private async Task RequestAsync(Uri address)
    {
        while (!_end.IsCancellationRequested)
        {
            await _client.GetByteArrayAsync(address, _end.Token).ConfigureAwait(false);
            Interlocked.Increment(ref _answered);
        }
    }
}
