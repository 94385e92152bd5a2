namespace Contrail.Core.NetTrace.Recording;

/// <summary>The type of a field, by the numbers of <see cref="TypeCode"/>, which the format uses.</summary>
internal enum OwnFieldType
{
    Int32 = TypeCode.Int32,
    Int64 = TypeCode.Int64,
    String = TypeCode.String,
}

/// <summary>A kind of event that Contrail writes itself: the contents of its metadata row.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="EventId">The provider's number of the event.</param>
/// <param name="Version">The version of its payload.</param>
/// <param name="Name">Its name; empty for the runtime's events, which readers identify by number.</param>
/// <param name="Keywords">The keywords that it belongs to.</param>
/// <param name="Level">4 is informational.</param>
/// <param name="Fields">Its fields; empty for the runtime's events.</param>
internal readonly record struct OwnEvent(
    string Provider,
    int EventId,
    int Version,
    string Name,
    long Keywords,
    int Level,
    IReadOnlyList<(OwnFieldType Type, string Name)> Fields);
