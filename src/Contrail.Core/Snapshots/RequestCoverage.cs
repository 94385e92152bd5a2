using System.Text.Json.Serialization;
using Contrail.Core.Formats;

namespace Contrail;

/// <summary>
/// How much of the stream had arrived when a snapshot was frozen, relative to the moment of the request.
/// </summary>
[JsonConverter(typeof(EnumJsonConverter<RequestCoverage>))]
public enum RequestCoverage
{
    /// <summary>Nothing shows how much had arrived: the last moments before the request may be missing.</summary>
    Unknown,

    /// <summary>The recorder's own event of that moment has arrived: everything before it is included.</summary>
    Marker,

    /// <summary>The runtime has flushed since, or ended its trace: everything it had written is included.</summary>
    Flushed,

    /// <summary>The wait reached its limit: the last moments before the request are missing.</summary>
    TimedOut,

    /// <summary>
    /// The stream was cut off before the request, for example by the death of the process: what the runtime had not
    /// flushed is missing, up to 100 ms and more on a busy machine.
    /// </summary>
    Torn,
}
