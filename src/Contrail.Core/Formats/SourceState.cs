using System.Text.Json.Serialization;
using Contrail.Core.Formats;

namespace Contrail;

/// <summary>The state of the source when a snapshot was frozen.</summary>
[JsonConverter(typeof(EnumJsonConverter<SourceState>))]
public enum SourceState
{
    /// <summary>Unknown, as in a part of a file that does not contain it.</summary>
    Unknown,

    /// <summary>The stream continued.</summary>
    Open,

    /// <summary>The stream ended with its end mark.</summary>
    Ended,

    /// <summary>The stream broke off, as it does when the process dies.</summary>
    Torn,

    /// <summary>The bytes were not valid for the format.</summary>
    Malformed,

    /// <summary>The format is known and not read.</summary>
    Unsupported,
}
