namespace Contrail.Tool.Arguments;

/// <summary>
/// The value of an option that is on or off. An option of type <see cref="bool"/> takes only the words true and false.
/// </summary>
internal enum Switch
{
    /// <summary>Off.</summary>
    Off,

    /// <summary>On.</summary>
    On,
}
