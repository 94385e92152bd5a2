using System.Diagnostics;
using Contrail.Capture;
using Contrail.Core.Formats;
using Contrail.Tool.Output;

namespace Contrail.Tool.Foreground;

/// <summary>The line that lives while a recording does; nothing at all where standard error is no terminal.</summary>
internal sealed class StatusLine
{
    private readonly bool _shown = !Console.IsErrorRedirected;
    private long _eventsBefore;
    private long _shownAt = Stopwatch.GetTimestamp();
    private int _width;

    public void Show(FlightRecorder recorder)
    {
        TimeSpan since = Stopwatch.GetElapsedTime(_shownAt);
        if (!_shown || since < TimeSpan.FromMilliseconds(450))
        {
            return;
        }

        RecorderHealth health = recorder.Health;
        long eventsPerSecond = (long)((health.EventCount - _eventsBefore) / since.TotalSeconds);
        _eventsBefore = health.EventCount;
        _shownAt = Stopwatch.GetTimestamp();
        string line = $"  {Plain.Seconds(health.Window.TotalSeconds)} held, {Plain.Bytes(health.HeldBytes)}, "
            + $"{Plain.Count(eventsPerSecond)} events/s, {Losses(health)}{ProfileWords.Tell(health.Profile)}";
        Console.Error.Write('\r' + line.PadRight(_width));
        _width = line.Length;
    }

    /// <summary>Makes room for a line of another kind.</summary>
    public void Clear()
    {
        if (_shown && _width > 0)
        {
            Console.Error.Write('\r' + new string(' ', _width) + '\r');
            _width = 0;
        }
    }

    // That memory limits the window is seen by the window; a count of evicted events would only alarm.
    private static string Losses(RecorderHealth health)
    {
        string told = string.Join(", ", health.Losses
            .Where(loss => loss.Key != LossReason.Evicted)
            .Select(loss => $"{Plain.Count(loss.Value)} {loss.Key}"));
        return told.Length == 0 ? "nothing lost" : "lost: " + told;
    }
}
