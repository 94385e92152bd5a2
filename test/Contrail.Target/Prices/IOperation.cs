namespace Contrail.Target.Prices;

/// <summary>Something that a recorder makes dearer; made ready by its constructor, cleared away by Dispose.</summary>
internal interface IOperation : IDisposable
{
    /// <summary>Does it so often. This is what is measured.</summary>
    void Do(int count);
}
