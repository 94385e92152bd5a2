using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Contrail.Core.Triggers;
using Contrail.Sources;

namespace Contrail.Triggers.Actions;

/// <summary>
/// Sends the facts as JSON to a URL by POST, again after a pause if the network or the server fails, until the time
/// limit of the action. Only the host of the URL is named: the rest can contain a secret. Stateless.
/// </summary>
internal static class WebhookAction
{
    private const int RequestTimeout = 408;
    private const int TooManyRequests = 429;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends it; returns why it failed, or null.</summary>
    /// <param name="action">The action.</param>
    /// <param name="facts">What is sent.</param>
    /// <param name="stop">Ends it early.</param>
    /// <param name="time">The clock.</param>
    public static string? Run(TriggerAction action, ActionFacts facts, ManualResetEventSlim stop, TimeProvider time)
    {
        Uri url = new(action.Url);
        byte[] body = Encoding.UTF8.GetBytes(facts.ToJson());
        TimeSpan limit = TimeSpan.FromTicks(action.TimeoutNanoseconds / 100);
        long started = time.GetTimestamp();
        TimeSpan pause = FirstPause;
        string failure;
        bool isWorthRetrying;
        do
        {
            TimeSpan left = limit - time.GetElapsedTime(started);
            (failure, isWorthRetrying) = Send(url, body, left, stop);
            left = limit - time.GetElapsedTime(started);
            if (failure.Length == 0 || !isWorthRetrying || left <= pause)
            {
                break;
            }

            pause += pause;
        }
        while (!time.Wait(stop, pause / 2));

        return failure.Length == 0 ? null : $"the webhook at {url.Host} {failure}";
    }

    private static (string Failure, bool IsWorthRetrying) Send(
        Uri url, byte[] body, TimeSpan limit, ManualResetEventSlim stop)
    {
        if (limit <= TimeSpan.Zero)
        {
            return ("did not answer in time", false);
        }

        try
        {
            return HttpPost.Send(url, body, limit, stop) is { } status ? VerdictOn(status) : ("gave no answer", true);
        }
        catch (Exception failure) when (failure
            is IOException or TimeoutException or OperationCanceledException or SocketException
            or AuthenticationException)
        {
            return VerdictOn(failure);
        }
    }

    /// <summary>Why an attempt failed, in words, and whether another one can succeed.</summary>
    /// <param name="failure">What <see cref="HttpPost.Send"/> throws.</param>
    internal static (string Failure, bool IsWorthRetrying) VerdictOn(Exception failure) => failure switch
    {
        IOException { InnerException: (TimeoutException or OperationCanceledException) and { } ended } =>
            VerdictOn(ended),
        TimeoutException => ("did not answer in time", false),
        OperationCanceledException => ("did not answer before the recorder stopped", false),
        SocketException unreachable => ($"cannot be reached: {unreachable.SocketErrorCode}", true),
        AuthenticationException untrusted => ($"cannot be trusted: {untrusted.Message}", false),
        _ => ("broke the connection off", true),
    };

    // A redirection would send the facts to a place that the rules do not name.
    private static (string Failure, bool IsWorthRetrying) VerdictOn(int status) => status switch
    {
        >= 200 and < 300 => ("", false),
        >= 300 and < 400 => ($"answered {status}; redirections are not followed", false),
        RequestTimeout or TooManyRequests or >= 500 => ($"answered {status}", true),
        _ => ($"answered {status}", false),
    };
}
