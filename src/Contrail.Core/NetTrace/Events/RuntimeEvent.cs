namespace Contrail.Core.NetTrace.Events;

/// <summary>What is known of one event of the runtime's providers. Immutable; safe from any thread.</summary>
internal sealed class RuntimeEvent
{
    private const int Informational = 4;

    private readonly PayloadLayout[] _versions;

    /// <param name="id">The provider's number for the event.</param>
    /// <param name="name">Its name here.</param>
    /// <param name="keywords">The keywords of which any requests it.</param>
    /// <param name="versions">The fields of each version, see <see cref="PayloadLayout"/>; none if unknown.</param>
    public RuntimeEvent(int id, string name, RuntimeKeywords keywords, params string[] versions)
        : this(id, name, keywords, [.. versions.Select((fields, version) => new PayloadLayout(version, name, fields))])
    {
    }

    private RuntimeEvent(int id, string name, RuntimeKeywords keywords, PayloadLayout[] versions)
    {
        Id = id;
        Name = name;
        Keywords = keywords;
        _versions = versions;
    }

    /// <summary>The provider's number for the event.</summary>
    public int Id { get; }

    /// <summary>Its name here: the runtime's own events have none in the stream.</summary>
    public string Name { get; }

    /// <summary>The keywords of which any requests it.</summary>
    public RuntimeKeywords Keywords { get; }

    /// <summary>The lowest level that includes it.</summary>
    public int Level { get; init; } = Informational;

    /// <summary>What the recorder does with it beyond keeping its block.</summary>
    public EventRole Role { get; init; } = EventRole.None;

    /// <summary>
    /// The ids under which a rundown reports what this event loaded, at the start and at the end of a session; null if
    /// none does. Their payloads equal this event's, version for version.
    /// </summary>
    public (int AtStart, int AtEnd)? Rundown { get; init; }

    /// <summary>For an event of a rundown, the live event with the same payload; otherwise null.</summary>
    public RuntimeEvent? Live { get; private init; }

    /// <summary>The layouts of its payload, by version; empty if they are unknown.</summary>
    public ReadOnlySpan<PayloadLayout> Versions => _versions;

    /// <summary>
    /// The layout of a version; null if it is unknown. For a version newer than all known ones, the newest: the runtime
    /// appends fields.
    /// </summary>
    public PayloadLayout? Layout(int version) =>
        version < 0 || _versions.Length == 0 ? null : _versions[Math.Min(version, _versions.Length - 1)];

    /// <summary>The event of a rundown with this event's payload.</summary>
    public RuntimeEvent AsRundown(int id) => new(id, Name + "Rundown", RuntimeKeywords.None, _versions) { Live = this };
}
