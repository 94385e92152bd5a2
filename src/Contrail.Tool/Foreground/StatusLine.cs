using System.Diagnostics;
using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Refreshes a status line while recording. Writes nothing if standard error is not a terminal, or if another process
/// group uses the terminal.
/// </summary>
internal sealed class StatusLine
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private readonly ForegroundOutput _output;
    private long _eventsBefore;
    private long _shownAt = Stopwatch.GetTimestamp();
    private int _width;

    /// <param name="output">Receives the line.</param>
    public StatusLine(ForegroundOutput output)
    {
        _output = output;
    }

    public void Show(FlightRecorder recorder)
    {
        TimeSpan since = Stopwatch.GetElapsedTime(_shownAt);
        if (!_isTerminal || since < TimeSpan.FromMilliseconds(450) || !Terminal.IsForeground(Terminal.Error))
        {
            return;
        }

        RecorderHealth health = recorder.Health;
        long eventsPerSecond = (long)((health.EventCount - _eventsBefore) / since.TotalSeconds);
        _eventsBefore = health.EventCount;
        _shownAt = Stopwatch.GetTimestamp();
        string line =
            $"  {NumberFormat.Seconds(health.Window.TotalSeconds)} held, {NumberFormat.Bytes(health.HeldBytes)}, "
            + $"{NumberFormat.Count(eventsPerSecond)} events/s, "
            + $"{Lag(health)}{Losses(health)}{ProfileText.Describe(health.Profile)}";
        _output.Status('\r' + line.PadRight(_width));
        _width = line.Length;
    }

    /// <summary>Clears the line before other output.</summary>
    public void Clear()
    {
        if (_width > 0)
        {
            _output.Status('\r' + new string(' ', _width) + '\r');
            _width = 0;
        }
    }

    private static string Lag(RecorderHealth health) => health.SourceLag > TimeSpan.FromSeconds(2)
        ? $"{NumberFormat.Seconds(health.SourceLag.Value.TotalSeconds)} behind, " : "";

    // The window already shows that memory limits it; evicted events are expected and not counted as losses here.
    private static string Losses(RecorderHealth health)
    {
        string lost = LossCounts.List(health.Losses.Where(loss => loss.Key != LossReason.Evicted));
        return lost.Length == 0 ? "no losses so far" : "lost: " + lost;
    }
}
