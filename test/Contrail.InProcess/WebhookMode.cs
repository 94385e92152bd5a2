using System.Collections.Concurrent;

namespace Contrail.InProcess;

/// <summary>
/// Takes a snapshot into <c>--folder</c> by the rules of <c>--rules</c> when an exception is thrown, while no thread of
/// the pool is free; prints what was logged until a line of the action <c>log</c>.
/// </summary>
internal static class WebhookMode
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public static string Run(Arguments arguments)
    {
        BlockedPool.Limit();
        using BlockingCollection<string> log = [];
        using FlightRecorder recorder = new(new FlightRecorderOptions
        {
            Sink = new DirectorySink(arguments.Text("--folder", "/nonexistent")),
            Triggers = Trigger.Load(arguments.Text("--rules", "/nonexistent")),
            TriggerLog = log.Add,
        });
        recorder.Start();
        using BlockedPool blocked = new();
        try
        {
            throw new InvalidOperationException("as planned");
        }
        catch (InvalidOperationException)
        {
            // The recorder observes it.
        }

        List<string> lines = [];
        while (log.TryTake(out string? line, Patience))
        {
            // The rest of a line of the action 'log' is the file.
            bool isEnd = line.Contains(" fired for ", StringComparison.Ordinal);
            lines.Add(isEnd ? line[..line.IndexOf(" fired for ", StringComparison.Ordinal)] : line);
            if (isEnd)
            {
                break;
            }
        }

        recorder.Stop();
        return string.Join("; ", lines);
    }
}
