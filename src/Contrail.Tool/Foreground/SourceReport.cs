using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Reports that the connection to a source is lost, that it is back, and that the source writes faster than the
/// recorder receives.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class SourceReport
{
    /// <summary>Below it a note would come and go with the load of the machine.</summary>
    private static readonly TimeSpan MinLag = TimeSpan.FromSeconds(4);

    private readonly Action<string> _note;
    private long _reconnectCount;
    private bool _isLossReported;
    private bool _isLagReported;

    /// <param name="note">Takes a line for people.</param>
    public SourceReport(Action<string> note)
    {
        _note = note;
    }

    /// <summary>Reports what has changed since the last call.</summary>
    public void Update(RecorderHealth health)
    {
        string name = health.Process?.Name ?? "the source";
        if (health.State == RecorderState.Recording && !health.IsConnected)
        {
            if (!_isLossReported)
            {
                _note($"lost the connection to {name}; reconnecting, and recording nothing until then");
                _isLossReported = true;
            }
        }
        else if (health.ReconnectCount > _reconnectCount)
        {
            _note($"connected to {name} again; recording continues"
                + (_isLossReported ? "" : " (the connection was lost for a moment)"));
            _reconnectCount = health.ReconnectCount;
            _isLossReported = false;
        }

        ReportLag(name, health);
    }

    // Once: it may last, and then the recorder lets go and says so.
    private void ReportLag(string name, RecorderHealth health)
    {
        if (health.State == RecorderState.Recording && health.SourceLag > MinLag && !_isLagReported)
        {
            string behind = NumberFormat.Seconds(health.SourceLag.Value.TotalSeconds);
            _note($"what arrives from {name} is {behind} behind it; the rest waits in its memory, and the "
                + "recorder lets go of it if that grows");
            _isLagReported = true;
        }
    }
}
