using System.Text.Json.Serialization;
using Contrail.Core.Formats;

namespace Contrail;

/// <summary>How a recording ended. Only the first known one is the death of the process.</summary>
[JsonConverter(typeof(EnumJsonConverter<RecordingEnd>))]
public enum RecordingEnd
{
    /// <summary>Unknown: the process may have died.</summary>
    Unknown,

    /// <summary>The process died without ending its trace.</summary>
    ProcessDied,

    /// <summary>The process ended its trace and exited.</summary>
    ProcessExited,

    /// <summary>The session was stopped while the process lived.</summary>
    SessionStopped,

    /// <summary>The stream broke off while the process lived.</summary>
    StreamBroke,

    /// <summary>The recorder detached from the process.</summary>
    Detached,
}
