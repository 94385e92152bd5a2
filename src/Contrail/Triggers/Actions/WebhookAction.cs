using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Contrail.Core.Triggers;
using Contrail.Sources;

namespace Contrail.Triggers.Actions;

/// <summary>
/// Sends the facts as JSON to a URL by POST, again after a pause if the network or the server fails, until the time
/// limit of the action. Only the host of the URL is named: the rest can contain a secret. Thread-safe.
/// </summary>
internal sealed class WebhookAction : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <param name="time">The clock.</param>
    public WebhookAction(TimeProvider time)
    {
        _time = time;

        // A redirection would send the facts to a place that the rules do not name.
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // The URL of an activity would be recorded in this process.
            ActivityHeadersPropagator = null,
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends it; returns why it failed, or null.</summary>
    /// <param name="action">The action.</param>
    /// <param name="facts">What is sent.</param>
    /// <param name="stop">Ends it early.</param>
    public string? Run(TriggerAction action, ActionFacts facts, ManualResetEventSlim stop)
    {
        Uri url = new(action.Url);
        TimeSpan limit = TimeSpan.FromTicks(action.TimeoutNanoseconds / 100);
        long started = _time.GetTimestamp();
        TimeSpan pause = FirstPause;
        string failure;
        bool isWorthRetrying;
        do
        {
            TimeSpan left = limit - _time.GetElapsedTime(started);
            (failure, isWorthRetrying) = Send(url, facts, left);
            left = limit - _time.GetElapsedTime(started);
            if (failure.Length == 0 || !isWorthRetrying || left <= pause)
            {
                break;
            }

            pause += pause;
        }
        while (!_time.Wait(stop, pause / 2));

        return failure.Length == 0 ? null : $"the webhook at {url.Host} {failure}";
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // Connections and time limits need the thread pool of this process: if it is starved, they wait for it.
    private (string Failure, bool IsWorthRetrying) Send(Uri url, ActionFacts facts, TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero)
        {
            return ("did not answer in time", false);
        }

        using CancellationTokenSource timeout = new(limit, _time);
        using HttpRequestMessage request = new(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(facts.ToJson()))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        try
        {
            using HttpResponseMessage response =
                _client.Send(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            bool isTemporary = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
                || (int)response.StatusCode >= 500;
            return response.IsSuccessStatusCode ? ("", false) : ($"answered {(int)response.StatusCode}", isTemporary);
        }
        catch (OperationCanceledException)
        {
            return ("did not answer in time", false);
        }
        catch (HttpRequestException failure)
        {
            return ($"cannot be reached: {failure.HttpRequestError}", true);
        }
    }
}
