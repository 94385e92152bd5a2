using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Reports that the connection to a source is lost or restored, and that the source writes faster than the
/// recorder receives.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class SourceReport
{
    /// <summary>Shorter lags vary with the load of the machine and are not reported.</summary>
    private static readonly TimeSpan MinLag = TimeSpan.FromSeconds(4);

    private readonly Action<string> _note;
    private long _reconnectCount;
    private bool _isLossReported;
    private bool _isLagReported;
    private bool _isSamplingReported;
    private readonly HashSet<string> _triggerErrors = [];

    /// <param name="note">Receives a line for people.</param>
    public SourceReport(Action<string> note)
    {
        _note = note;
    }

    /// <summary>Reports changes since the last call.</summary>
    public void Update(RecorderHealth health)
    {
        string name = health.Process?.Name ?? "the source";
        if (health.State == RecorderState.Recording && !health.IsConnected)
        {
            if (!_isLossReported)
            {
                _note($"lost the connection to {name}; reconnecting, recording is interrupted");
                _isLossReported = true;
            }
        }
        else if (health.ReconnectCount > _reconnectCount)
        {
            _note($"reconnected to {name}; recording continues"
                + (_isLossReported ? "" : " (the connection was lost for a moment)"));
            _reconnectCount = health.ReconnectCount;
            _isLossReported = false;
        }

        ReportLag(name, health);
        ReportTriggers(health);
        ReportSampling(health);
    }

    // Once in a run: recording goes on without samples, and each manifest has the reason.
    private void ReportSampling(RecorderHealth health)
    {
        if (health.CpuSampling is { State: CpuSamplingState.Unavailable } refused && !_isSamplingReported)
        {
            _note(SamplingText.Describe(refused));
            _isSamplingReported = true;
        }
    }

    // A number that grows is not another error.
    private void ReportTriggers(RecorderHealth health)
    {
        if (health.TriggerError is { } error && _triggerErrors.Add(error.TrimStart("0123456789".ToCharArray())))
        {
            _note(error);
        }
    }

    // Reported once: if the lag persists, the recorder detaches and reports that.
    private void ReportLag(string name, RecorderHealth health)
    {
        if (health.State == RecorderState.Recording && health.SourceLag > MinLag && !_isLagReported)
        {
            string behind = NumberFormat.Seconds(health.SourceLag.Value.TotalSeconds);
            _note($"the stream of {name} is {behind} behind; the rest is buffered in its memory, and the recorder "
                + "detaches if the lag grows");
            _isLagReported = true;
        }
    }
}
