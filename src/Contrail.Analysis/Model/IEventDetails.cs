namespace Contrail.Analysis.Model;

/// <summary>
/// The details of an event. They are decoded when they are requested, and only while a sink receives the event.
/// </summary>
internal interface IEventDetails
{
    /// <summary>Where it was written; none if unknown, or if stacks are not required.</summary>
    StackId Stack { get; }

    /// <summary>Its fields in their order, cut where they have more than some thousand characters.</summary>
    IReadOnlyList<EventFieldText> ReadFields();

    /// <summary>Finds the value of a field; false if the event does not have it.</summary>
    /// <param name="path">The name, with the names of members after dots.</param>
    /// <param name="text">The value as text.</param>
    /// <param name="number">The value as a number; null if it is none.</param>
    bool TryFind(string path, out string text, out double? number);
}
