namespace Contrail.AsyncTarget;

/// <summary>The same three methods, suspended by the runtime.</summary>
internal static class RuntimeChain
{
    public static async Task<int> OuterAsync(int milliseconds)
    {
        int result = await MiddleAsync(milliseconds);
        return result + 1;
    }

    private static async Task<int> MiddleAsync(int milliseconds)
    {
        int result = await InnerAsync(milliseconds);
        await Task.Delay(milliseconds);
        return result + 1;
    }

    private static async Task<int> InnerAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        await Task.Delay(milliseconds);
        return 1;
    }
}
