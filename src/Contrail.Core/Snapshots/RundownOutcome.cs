using System.Text.Json.Serialization;
using Contrail.Core.Formats;

namespace Contrail;

/// <summary>The outcome of the rundown, which lists methods that were compiled before the recorder attached.</summary>
[JsonConverter(typeof(EnumJsonConverter<RundownOutcome>))]
public enum RundownOutcome
{
    /// <summary>Unknown: no manifest contains it.</summary>
    Unknown,

    /// <summary>Not needed: the process was recorded from its first instruction.</summary>
    NotNeeded,

    /// <summary>Requested when the recorder attached, and complete.</summary>
    Done,

    /// <summary>Not requested, so methods compiled before have no names.</summary>
    Never,

    /// <summary>Requested and not complete; it is requested again.</summary>
    Failed,

    /// <summary>Requested and not complete yet.</summary>
    Pending,
}
