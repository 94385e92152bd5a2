using Contrail.Capture;

namespace Contrail.Tool.Foreground;

/// <summary>Reports that the connection to a source is lost, and that it is back.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class SourceReport
{
    private readonly Action<string> _note;
    private long _reconnectCount;
    private bool _isLossReported;

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
    }
}
